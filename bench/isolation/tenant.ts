/** A client of one organisation. */
export interface Tenant {
  /** @param path relative to the organisation */
  send(path: string, init?: RequestInit): Promise<Response>;
}

export function createTenant(baseUrl: string, organisationId: string, apiKey: string): Tenant {
  const root = `${baseUrl}/api/connect/v1/o/${organisationId}`;
  return {
    send: (target, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${apiKey}`);
      return fetch(root + target, { ...init, headers });
    },
  };
}
