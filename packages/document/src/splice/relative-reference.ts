/** Writes a reference from one file of an archive to a place in another. @param fragment with its `#`, or empty. */
export function relativeReference(from: string, to: string, fragment: string): string {
  if (from === to) return fragment === '' ? '#' : fragment;
  const fromFolders = from.split('/').slice(0, -1);
  const toSegments = to.split('/');
  let common = 0;
  while (common < toSegments.length - 1 && fromFolders[common] === toSegments[common] && common < fromFolders.length) {
    common += 1;
  }
  const up = '../'.repeat(fromFolders.length - common);
  const down = toSegments.slice(common).map(escapeSegment).join('/');
  // A colon in the first segment would make it a scheme (RFC 3986, section 4.2).
  return `${up === '' && /^[^/]*:/.test(down) ? './' : up}${down}${fragment}`;
}

function escapeSegment(segment: string): string {
  return encodeURI(segment.toWellFormed()).replaceAll('?', '%3F').replaceAll('#', '%23');
}
