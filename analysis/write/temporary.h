/* temporary.h - the names under which a file is made before it takes its place:
 * NAME.hensyn-<process>.tmp in the same folder, so that a later run knows what a dead one left. */
#ifndef HN_TEMPORARY_H
#define HN_TEMPORARY_H

/* The temporary name of path for this process; kind "" or a short word that keeps two files of
 * one path apart. Caller frees; NULL: no memory. */
char *hn_temporary_name(const char *path, const char *kind);
/* Folder of a path, "." where it names none. Caller frees; NULL: no memory. */
char *hn_folder_of(const char *path);
/* The file name in a path, borrowed from it. */
const char *hn_name_of(const char *path);
/* Removes what dead processes, and earlier runs of this one, left for path. */
void hn_temporary_clear(const char *path);

#endif
