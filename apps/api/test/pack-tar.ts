/** Packs text files into a tar archive (POSIX.1-1988 ustar). The result is text, because the files and headers are ASCII. */
export function packTar(files: { readonly [path: string]: string }): string {
  const entries = Object.entries(files).map(([path, content]) => {
    const padding = '\0'.repeat((512 - (content.length % 512)) % 512);
    return `${headerOf(path, content.length)}${content}${padding}`;
  });
  return `${entries.join('')}${'\0'.repeat(1024)}`;
}

function headerOf(path: string, size: number): string {
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  const start = `${path.padEnd(100, '\0')}${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`;
  const end = `0${'\0'.repeat(100)}ustar\0\x300`.padEnd(512 - start.length - 8, '\0');
  const sum = Buffer.from(`${start}        ${end}`).reduce((total, byte) => total + byte, 0);
  return `${start}${octal(sum, 6)}\0 ${end}`;
}
