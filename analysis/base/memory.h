/* memory.h - allocation with sizes checked, growing arrays, and a pool of strings. */
#ifndef HN_MEMORY_H
#define HN_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* All return NULL when memory or the product of the sizes runs out. count 0 gives one byte. */
void *hn_alloc(size_t count, size_t size);
void *hn_zalloc(size_t count, size_t size);
void *hn_realloc(void *old, size_t count, size_t size);
void hn_free(void *block); /* NULL is allowed */
char *hn_strdup(const char *text);
/* printf into a fresh string; NULL without memory. */
char *hn_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element in array (a pointer variable), doubling. False: no memory,
 * the array stands as it was. */
#define HN_RESERVE(array, count, capacity, more)                                                   \
    hn_reserve((void **)&(array), &(capacity), (size_t)(count) + (size_t)(more), sizeof *(array))
bool hn_reserve(void **array, size_t *capacity, size_t wanted, size_t size);

/* Strings of one lifetime. Equal strings share one copy, so pointers of one pool compare equal
 * exactly when their texts do. Not thread safe. */
typedef struct hn_pool hn_pool;
hn_pool *hn_pool_create(void);
void hn_pool_destroy(hn_pool *pool);
const char *hn_pool_add(hn_pool *pool, const char *text);                /* NULL: no memory */
const char *hn_pool_add_n(hn_pool *pool, const char *text, size_t size); /* not terminated */
size_t hn_pool_bytes(const hn_pool *pool);

/* A text that grows. A failed append sets failed and later appends do nothing. */
typedef struct hn_buffer {
    char *text; /* always terminated once something was appended */
    size_t length, capacity;
    bool failed;
} hn_buffer;
void hn_append(hn_buffer *buffer, const char *text);
void hn_append_n(hn_buffer *buffer, const void *bytes, size_t size);
void hn_appendf(hn_buffer *buffer, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void hn_buffer_free(hn_buffer *buffer);

#endif
