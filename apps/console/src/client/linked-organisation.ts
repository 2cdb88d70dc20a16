const chosenKey = 'connectory.organisation';
const shownKey = 'connectory.shown';

/** The organisation that an operator has chosen in this browser. */
export function readChosenOrganisation(): string | null {
  return localStorage.getItem(chosenKey);
}

export function storeChosenOrganisation(id: string): void {
  localStorage.setItem(chosenKey, id);
}

/** The organisation whose pages were shown last; null in a browser without a session. */
export function readShownOrganisation(): string | null {
  return localStorage.getItem(shownKey);
}

/** @param id undefined when the session has ended. */
export function storeShownOrganisation(id: string | undefined): void {
  if (id === undefined) localStorage.removeItem(shownKey);
  else localStorage.setItem(shownKey, id);
}

/** Takes the organisation of a link from the address. Links of the API name it, because an operator may have chosen another one. */
export function takeLinkedOrganisation(): void {
  const url = new URL(location.href);
  const id = url.searchParams.get('organisation');
  if (id === null) return;
  storeChosenOrganisation(id);
  url.searchParams.delete('organisation');
  history.replaceState(history.state, '', url);
}
