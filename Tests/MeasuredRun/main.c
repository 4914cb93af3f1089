// Runs a program under limits, and writes down how it ended and what it took.
//
//   MeasuredRun REPORT SECONDS PROCESSOR_SECONDS BYTES PROGRAM ARGUMENTS...
//
// SECONDS bound the whole run by the clock, PROCESSOR_SECONDS and BYTES of address space each of
// its processes. The report is a line: exit status (128 and the number of a signal), 1 if the clock
// ended it, microseconds of processor time and kilobytes of memory, of all its processes.
//
// A process counts as its own what its parent had in memory when it was made; this one has little.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { report_argument = 1, seconds, processor_seconds, bytes, program };

static volatile sig_atomic_t is_late = 0;
static pid_t child = 0;

// The program and all that it has started are one group.
static void end_late(int signal) {
  (void)signal;
  is_late = 1;
  kill(-child, SIGKILL);
}

static void limit(int resource, rlim_t value) {
  const struct rlimit limits = {value, value};
  if (setrlimit(resource, &limits) != 0) _exit(127);
}

static void become(char **arguments) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setpgid(0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, strtoull(arguments[processor_seconds], NULL, 10));
  limit(RLIMIT_AS, strtoull(arguments[bytes], NULL, 10));
  execv(arguments[program], arguments + program);
  _exit(127);
}

int main(int count, char **arguments) {
  if (count <= program) return 64;
  child = fork();
  if (child < 0) return 69;
  if (child == 0) become(arguments);
  setpgid(child, child);
  struct sigaction action = {.sa_handler = end_late};
  sigaction(SIGALRM, &action, NULL);
  alarm((unsigned)strtoul(arguments[seconds], NULL, 10));

  int status = 0;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {}
  kill(-child, SIGKILL);
  const int ending = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  const long long microseconds =
      (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec
      + usage.ru_stime.tv_usec;
  FILE *report = fopen(arguments[report_argument], "w");
  if (report == NULL) return 73;
  fprintf(report, "%d %d %lld %ld\n", ending, (int)is_late, microseconds, usage.ru_maxrss);
  return fclose(report) == 0 ? 0 : 74;
}
