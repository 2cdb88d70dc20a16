/// <reference lib="dom" />

/** Resolves in the frame in which the heading `Messages` is shown, and a message if the page has some. Runs in the page. */
export function untilShown(hasMessages: boolean): Promise<void> {
  const shows = (selector: string, text: string): boolean =>
    [...document.querySelectorAll(selector)].some(
      (element) => element.textContent.includes(text) && element.checkVisibility(),
    );
  return new Promise((resolve) => {
    const look = (): void => {
      if (shows('h1, h2', 'Messages') && (!hasMessages || shows('h3 button', 'SERVER_RELATIVE'))) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
}
