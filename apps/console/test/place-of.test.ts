import { describe, expect, it } from 'vitest';
import { callbackOf, pointerOfCallback, pointerOfWebhook } from '../src/version/place-of.ts';

const trigger = (openapi: Record<string, unknown>) => ({ method: 'POST' as const, openapi });

describe('the place of a trigger', () => {
  it.each([
    ['3.1.0', '/webhooks/new~1pet/post'],
    ['3.0.3', '/x-webhooks/new~1pet/post'],
    [undefined, '/webhooks/new~1pet/post'],
  ])('is among the webhooks, which OpenAPI %s has as a member or an extension', (version, pointer) => {
    expect(pointerOfWebhook(trigger({ webhook: 'new/pet' }), version)).toBe(pointer);
  });

  it('is within the operation whose callback it is', () => {
    const made = trigger({ callback: { action: 'subscribe', name: 'onEvent', expression: '{$request.body#/url}' } });
    const callback = callbackOf(made);
    expect(callback?.owner).toEqual({ kind: 'action', name: 'subscribe' });
    expect(callback && pointerOfCallback('/paths/~1subscribe/post', callback, made)).toBe(
      '/paths/~1subscribe/post/callbacks/onEvent/{$request.body#~1url}/post',
    );
    expect(pointerOfWebhook(made, '3.1.0')).toBeUndefined();
  });

  it('is not known for one that was made by hand', () => {
    expect([callbackOf(trigger({})), pointerOfWebhook(trigger({}), '3.1.0')]).toEqual([undefined, undefined]);
  });
});
