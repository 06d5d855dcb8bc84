/** A word of a script; `text` is a string literal, its escapes undone. */
export type Token = { readonly kind: "text" | "name" | "number" | "sign"; readonly value: string };

const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|[!=]==?|&&|\|\||[<>]=?|[\s\S]/g;

/** The words of a script, without white space and comments. Unfinished literals are signs, one by one. */
export function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [text] of code.matchAll(TOKEN)) {
    const first = text.charCodeAt(0);
    if (first <= 32 || text.startsWith("//") || text.startsWith("/*")) continue;
    if ((first === 34 || first === 39) && text.length > 1)
      tokens.push({ kind: "text", value: unescaped(text.slice(1, -1)) });
    else if (/[A-Za-z_$]/.test(text)) tokens.push({ kind: "name", value: text });
    else if (first >= 48 && first <= 57) tokens.push({ kind: "number", value: text });
    else tokens.push({ kind: "sign", value: text });
  }
  return tokens;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g, (_, u, x, other) => {
    if (u ?? x) return String.fromCharCode(Number.parseInt(u ?? x, 16));
    return ({ n: "\n", t: "\t", r: "" } as Record<string, string>)[other] ?? other;
  });
}
