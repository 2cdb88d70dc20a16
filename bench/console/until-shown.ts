/**
 * A script for the page: resolves in the frame in which the heading `Messages` is shown, and a message if the page has some. It is text,
 * because the types of pages differ from those of Node.js.
 */
export const untilShown = (hasMessages: boolean): string => `new Promise((resolve) => {
  const shows = (selector, text) => [...document.querySelectorAll(selector)]
    .some((element) => element.textContent.includes(text) && element.checkVisibility());
  const look = () => {
    if (shows('h1, h2', 'Messages') && (${!hasMessages} || shows('h3 button', 'SERVER_RELATIVE'))) resolve();
    else requestAnimationFrame(look);
  };
  look();
})`;
