#pragma once
#include <sqlite3.h>

// Makes a connection carry out nothing that a file says: no views, no triggers, no functions that
// its schema calls, and no statement that writes where a file cannot take it. Whether all of it is
// possible. (The function behind takes any number of arguments, which Swift does not import.)
static inline int spiketop_sqlite_distrust(void *connection) {
  static const struct {
    int setting, value;
  } settings[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
  };
  for (unsigned i = 0; i < sizeof settings / sizeof *settings; i++) {
    int status = sqlite3_db_config(
        (sqlite3 *)connection, settings[i].setting, settings[i].value, (int *)0);
    if (status != SQLITE_OK) return 0;
  }
  return 1;
}
