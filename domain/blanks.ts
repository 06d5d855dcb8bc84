/** A text without white space, of whatever width: two readings of the same words often differ in nothing else. */
export function withoutBlanks(text: string): string {
  return text.replace(/[\s\u200b]+/g, "");
}
