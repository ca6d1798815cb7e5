/**
 * Items as JSON that are only passed on: parsing a ranking and writing it again takes longer than all the rest of an answer
 * that is kept. What comes in is JSON that we wrote.
 */

// Code units: comparing numbers is what makes this worth while.
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b; // { [
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d; // } ]

/** The first `most` elements of a JSON array that `isWanted`, each as its text. */
export function elementsOf(json: string, most: number, isWanted: (element: string) => boolean): string[] {
  const found: string[] = [];
  let start = json.indexOf('[') + 1;
  let depth = 0;
  for (let at = start; at < json.length && found.length < most; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfString(json, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (depth < 0 || (depth === 0 && code === comma)) {
      const element = json.slice(start, at).trim();
      if (element !== '' && isWanted(element)) found.push(element);
      start = at + 1;
    }
  }
  return found;
}

/** Where the string that begins at `from` ends: the next quote that no backslash takes the meaning from. */
function endOfString(json: string, from: number): number {
  for (let at = json.indexOf('"', from + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (json.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return json.length;
}

/** In a string a quote has a backslash before it, so this is the key, and the first one the item's own. */
const skuPattern = /"sku":\s*("(?:[^"\\]|\\.)*")/;

/** The SKU of an item. */
export function skuOf(item: string): string | undefined {
  const text = skuPattern.exec(item)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as string);
}
