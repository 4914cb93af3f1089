// What Swift cannot import from curses.h: global variables, and macros that are not plain numbers.
#pragma once
#define NCURSES_WIDECHAR 1  // Before curses.h: SwiftPM and the importer drop the -D flags.
#define NCURSES_NOMACROS 1  // Real functions instead of function-like macros.
#include <wchar.h>
#include <stdio.h>
#include <curses.h>
#include <term.h>

// `name` may be NULL for the value of TERM.
static inline SCREEN *curses_new_terminal(const char *name) { return newterm(name, stdout, stdin); }
static inline WINDOW *curses_window(void) { return stdscr; }
static inline WINDOW *curses_physical_window(void) { return curscr; }
static inline int curses_color_pairs(void) { return COLOR_PAIRS; }

// 0: the database does not know the terminal; 1: its cursor cannot be moved; 2: it can be drawn on.
static inline int curses_terminal_kind(const char *name) {
  int error = 0;
  if (setupterm(name, 1, &error) == ERR) return 0;
  const char *cup = tigetstr("cup");
  int kind = cup != NULL && cup != (const char *)-1 ? 2 : 1;
  del_curterm(cur_term);
  return kind;
}

static inline attr_t curses_bold(void) { return A_BOLD; }
static inline attr_t curses_dim(void) { return A_DIM; }
static inline attr_t curses_reverse(void) { return A_REVERSE; }
static inline attr_t curses_underline(void) { return A_UNDERLINE; }

// The pair travels through the extended slot, because color pairs go up to 65,535.
static inline void curses_fill(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
  wchar_t text[2] = {character, 0};
  setcchar(cell, text, attributes, 0, &pair);
}

// The names of the standard capabilities by their number in a compiled entry; NULL behind the last.
static inline const char *curses_flag_name(int index) { return boolnames[index]; }
static inline const char *curses_number_name(int index) { return numnames[index]; }
static inline const char *curses_string_name(int index) { return strnames[index]; }

// A capability of the current terminal; NULL if it has none.
static inline const char *curses_string(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

static inline void curses_delete_terminal(void) { del_curterm(cur_term); }
