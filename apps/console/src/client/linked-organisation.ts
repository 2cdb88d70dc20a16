const chosenKey = 'connectory.organisation';

/** The organisation that an operator has chosen in this browser. */
export function readChosenOrganisation(): string | null {
  return localStorage.getItem(chosenKey);
}

export function storeChosenOrganisation(id: string): void {
  localStorage.setItem(chosenKey, id);
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
