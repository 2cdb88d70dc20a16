import { apiOperations } from '@connectory/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestOperation } from '../src/http/suggest-operation.ts';

const base = '/api/connect/v1/o/A';

describe('a path that does not exist', () => {
  it.each([
    ['POST', `${base}/connectors/C/import`, `POST ${base}/connector/C/http/import`],
    ['POST', `${base}/connectors/C/http/import`, `POST ${base}/connector/C/http/import`],
    ['POST', `${base}/protocol/http/import`, `POST ${base}/protocols/http/import`],
    ['GET', `${base}/connector/C`, `GET ${base}/connectors/C`],
    ['GET', '/api/v1/o/A/connectors', `GET ${base}/connectors`],
    ['GET', `${base}/connectors/C/version/1/actions`, `GET ${base}/connectors/C/versions/1/actions`],
    ['GET', `${base}/import`, `GET ${base}/imports`],
    ['POST', `${base}/import`, `POST ${base}/protocols/http/import`],
    ['GET', '/api/connect/v1/organisations/A/connectors', `GET ${base}/connectors`],
  ])('%s %s suggests %s', (method, path, suggestion) => {
    expect(suggestOperation(method, path)).toBe(suggestion);
  });

  it.each(['/', '/favicon.ico', '/wp-login.php', '/a/b/c/d/e', `${base}/nothing/of/this/kind/here`, '/x'.repeat(500)])(
    '%s suggests nothing',
    (path) => {
      expect(suggestOperation('GET', path)).toBeUndefined();
    },
  );

  it('suggests an operation when one letter of one segment is wrong', () => {
    const literals = apiOperations.filter(({ path }) => path.split('/').some((part) => /^[a-z]{6,}$/.test(part)));
    fc.assert(
      fc.property(fc.constantFrom(...literals), fc.nat(), fc.constantFrom('q', 'z'), ({ method, path }, at, letter) => {
        const given = path.replaceAll(/\{[^}]+\}/g, 'X').split('/');
        const choices = given.flatMap((part, index) => (/^[a-z]{6,}$/.test(part) ? [index] : []));
        const index = choices[at % choices.length] ?? 0;
        const wrong = given.with(index, letter + (given[index] ?? '').slice(1)).join('/');
        expect(suggestOperation(method.toUpperCase(), wrong)).toBeDefined();
      }),
    );
  });
});
