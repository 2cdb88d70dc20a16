import type { Page } from 'playwright-core';

/** What is wider than the page, beyond its edges, or cut off without an ellipsis. Lists that scroll by themselves are left out. */
export async function findCutOff(page: Page): Promise<readonly string[]> {
  const script = `(() => {
    const root = document.documentElement;
    const excess = root.scrollWidth - root.clientWidth;
    const found = excess > 0 ? ['the page is ' + excess + ' px too wide'] : [];
    const overflowOf = (element) => getComputedStyle(element).overflowX;
    const isContained = (element) =>
      element !== null && element !== document.body && (overflowOf(element) !== 'visible' || isContained(element.parentElement));
    for (const element of document.body.querySelectorAll('*')) {
      const { width, left, right } = element.getBoundingClientRect();
      if (width < 2 || !element.checkVisibility()) continue;
      const isCut =
        /hidden|clip/.test(overflowOf(element)) &&
        getComputedStyle(element).textOverflow !== 'ellipsis' &&
        element.scrollWidth > element.clientWidth + 1;
      const isOutside = (right > root.clientWidth + 1 || left < -1) && !isContained(element.parentElement);
      if (isCut || isOutside) found.push((isCut ? 'cut off: ' : 'outside: ') + element.outerHTML.slice(0, 160));
    }
    return JSON.stringify(found);
  })()`;
  return parse(await page.evaluate(script));
}

/** Animations that run, by their elements. */
export async function findAnimations(page: Page): Promise<readonly string[]> {
  const script = `JSON.stringify(document.getAnimations().filter(({ playState }) => playState === 'running')
    .map(({ effect }) => effect.target.outerHTML.slice(0, 160)))`;
  return parse(await page.evaluate(script));
}

/** Goes through a page by the Tab key. @returns controls that are not reached, not in order, or do not show that they have the focus */
export async function findKeyboardFaults(page: Page): Promise<readonly string[]> {
  const stops = Number(await page.evaluate(markStops));
  const reached: number[] = [];
  const faults: string[] = [];
  // A container that scrolls is a stop as well, and the last stop leads out of the page.
  for (let presses = 0; presses < stops * 2 + 20; presses += 1) {
    await page.keyboard.press('Tab');
    const at: { readonly index: number; readonly isShown: boolean; readonly text: string } | null = JSON.parse(
      String(await page.evaluate(readFocus)),
    );
    // The browser itself may be skipped between the last stop and the first one.
    if (at === null || reached.includes(at.index)) break;
    if (at.index >= 0) reached.push(at.index);
    if (!at.isShown) faults.push(`does not show the focus: ${at.text}`);
  }
  const missed = Array.from({ length: stops }, (_, index) => index).filter((index) => !reached.includes(index));
  if (reached.some((index, place) => index < (reached[place - 1] ?? 0))) faults.push(`order: ${reached.join(' ')}`);
  const texts = parse(await page.evaluate(`JSON.stringify(stops.map((stop) => stop.outerHTML.slice(0, 160)))`));
  return [...faults, ...missed.map((index) => `not reached: ${texts[index]}`)];
}

/** Finds what the Tab key has to reach, and lets it begin at the top. @returns how many there are */
const markStops = `(() => {
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex]';
  globalThis.stops = [...document.querySelectorAll(controls)].filter((element) =>
    element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true }) &&
    !(element.type === 'radio' && !element.checked));
  const top = document.createElement('button');
  document.body.prepend(top);
  top.focus();
  top.remove();
  return stops.length;
})()`;

/** What has the focus, and whether that can be seen on it or around it. */
const readFocus = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return 'null';
  const isOutlined = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && each.getBoundingClientRect().width > 2;
  };
  const around = [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean);
  const isShown = around.some(isOutlined);
  return JSON.stringify({ index: stops.indexOf(element), isShown, text: element.outerHTML.slice(0, 160) });
})()`;

function parse(json: unknown): readonly string[] {
  return JSON.parse(String(json));
}
