import { buildOpenApiDocument } from '@connectory/contract';
import express from 'express';
import { expect, it, vi } from 'vitest';
import { sendOpenApiDocument } from '../src/service/send-openapi-document.ts';
import { listen } from './listen.ts';

vi.mock('@connectory/contract', async (importOriginal) => {
  const contract = await importOriginal<typeof import('@connectory/contract')>();
  return { ...contract, buildOpenApiDocument: vi.fn(contract.buildOpenApiDocument) };
});

it('the OpenAPI document is built once, at the first request, for all requests and encodings', async () => {
  const api = await listen((baseUrl) =>
    express().get(
      '/openapi.json',
      sendOpenApiDocument(() => baseUrl),
    ),
  );
  expect(buildOpenApiDocument).not.toHaveBeenCalled();
  const texts = [];
  for (const encoding of ['identity', 'gzip', 'br', 'gzip', 'identity']) {
    const response = await fetch(`${api.baseUrl}/openapi.json`, { headers: { 'Accept-Encoding': encoding } });
    expect(response.status).toBe(200);
    texts.push(await response.text());
  }
  expect(new Set(texts).size).toBe(1);
  expect(buildOpenApiDocument).toHaveBeenCalledTimes(1);
  await api.close();
});
