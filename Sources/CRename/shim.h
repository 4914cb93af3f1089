#pragma once

// Of glibc, which declares it only to who asks for extensions, as Swift does not.
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);

// Gives a file another name of its folder, unless something has that already.
static inline int spiketop_rename_new(int folder, const char *from, const char *to) {
  return renameat2(folder, from, folder, to, 1);
}

// Lets two names of a folder change places at once.
static inline int spiketop_rename_exchange(int folder, const char *one, const char *other) {
  return renameat2(folder, one, folder, other, 2);
}
