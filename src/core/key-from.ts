const LENGTH = 32

/**
 * The key of a message, made from its cause: the same cause gives the same key, also in a database that was restored. It
 * looks like any other key and tells nothing. `digest` is a fingerprint of a text, as hex digits.
 */
export function keyFrom(digest: (text: string) => string, ...cause: readonly string[]): string {
  return digest(cause.join('\n')).slice(0, LENGTH)
}
