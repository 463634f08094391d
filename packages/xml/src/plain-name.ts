/** An NCName of the ASCII kind: every name of the profiles is one, and no URI fragment or XPath reads it otherwise. */
export const isPlainName = (id: string): boolean => {
  for (let i = 0; i < id.length; i += 1) {
    const code = id.charCodeAt(i);
    const letter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
    const later = (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
    if (!letter && !(later && i > 0)) return false;
  }
  return id !== '';
};
