import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { createLink } from './create-link.ts';

/** Signs a browser in by a link that works once, and waits for its keys. */
export async function signIn(page: Page, stack: Stack, key: string = stack.apiKey): Promise<void> {
  await page.goto(await createLink(stack, key));
  await page.getByRole('button', { name: 'Commands' }).waitFor();
}
