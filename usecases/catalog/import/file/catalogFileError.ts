/** A catalog file cannot be imported at all; the message is one sentence for the person who has the file. */
export class CatalogFileError extends Error {
  override readonly name = 'CatalogFileError';
}
