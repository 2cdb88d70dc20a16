import { type OidcProvider, startOidcProvider } from '@connectory/harness';
import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';

describeConsoleOnce('a sign-in by an issuer', (start) => {
  let stack: Stack;
  let provider: OidcProvider;
  let page: Page;

  beforeAll(async () => {
    provider = await startOidcProvider(() => `${stack.baseUrl}/console/sign-in/oidc/callback`);
    const env = {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
    };
    const isAllowed = (fault: string): boolean => fault.startsWith(`${provider.issuer}/`);
    ({ stack, page } = await start({ env, as: 'stranger', isAllowed }));
  }, setUpMs);
  afterAll(async () => {
    await provider?.close();
  });
  beforeEach(() => {
    provider.claims = { organisation_id: stack.organisationId, roles: ['import'] };
    provider.changeResponse = () => undefined;
  });

  const button = () => page.getByRole('link', { name: /^Sign in with 127\.0\.0\.1:\d+$/ });

  it('leads through the issuer to the page that was asked for, with the role of the claims', async () => {
    await page.goto(`${stack.baseUrl}/console/connectors`);
    await button().waitFor();
    await page.getByText('with an account or an API key of your organisation').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await button().click();
    await page.getByRole('heading', { name: 'Connectors', exact: true }).waitFor();
    await page.getByText('role import').first().waitFor();
    expect(page.url()).toBe(`${stack.baseUrl}/console/connectors`);
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
      ['connectory_session', true, 'Strict'],
    ]);
  });

  it('ends by signing out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await button().waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });

  it.each([
    ['begin', 'This sign-in was not begun in this browser', (sent: URLSearchParams) => sent.set('state', 'x')],
    [
      'refused',
      'The response of the issuer is not valid.',
      (sent: URLSearchParams) => sent.set('iss', 'https://evil.example'),
    ],
    ['denied', 'The issuer did not sign you in.', (sent: URLSearchParams) => sent.set('error', 'access_denied')],
  ])('says what is wrong, and signs nobody in: %s', async (failure, sentence, change) => {
    provider.changeResponse = change;
    await page.goto(`${stack.baseUrl}/console/sign-in`);
    await button().click();
    await page.waitForURL(`**/console/sign-in?failed=${failure}`);
    await page.getByRole('alert').getByText(sentence).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    expect((await page.request.get(`${stack.baseUrl}/api/connect/v1/session`)).status()).toBe(401);
  });

  it('says that an account has no role', async () => {
    provider.claims = { organisation_id: stack.organisationId };
    await page.goto(`${stack.baseUrl}/console/sign-in`);
    await button().click();
    await page.getByText('Your account has no role here.').waitFor();
  });
});
