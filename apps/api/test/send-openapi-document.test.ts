import express from 'express';
import { expect, it, vi } from 'vitest';
import { sendOpenApiDocument } from '../src/service/send-openapi-document.ts';
import { listen } from './listen.ts';

it('the OpenAPI document is built once, at the first request, for all requests and encodings', async () => {
  const stringify = vi.spyOn(JSON, 'stringify');
  const documents = (): number =>
    stringify.mock.calls.filter(([value]) => Object.hasOwn(Object(value), 'openapi')).length;
  const api = await listen((baseUrl) =>
    express().get(
      '/openapi.json',
      sendOpenApiDocument(() => baseUrl),
    ),
  );
  expect(documents()).toBe(0);
  const texts = [];
  for (const encoding of ['identity', 'gzip', 'br', 'gzip', 'identity']) {
    const response = await fetch(`${api.baseUrl}/openapi.json`, { headers: { 'Accept-Encoding': encoding } });
    expect(response.status).toBe(200);
    texts.push(await response.text());
  }
  expect(new Set(texts).size).toBe(1);
  expect(documents()).toBe(1);
  await api.close();
});
