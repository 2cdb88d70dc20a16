import { describe, expect, it } from 'vitest';
import { allRules, importDocument, type Json, type Message } from '../src/index.ts';
import { isObject } from '@connectory/json';
import { parsed } from './parsed.ts';
import { onceAtMost, ruleCases, ruleOptions } from './rule-cases.ts';

function messagesOf(root: Json, code: string): readonly Message[] {
  const outcome = importDocument(parsed(root), ruleOptions[code]);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model.messages;
}

function messageOf(root: Json, code: string): Message | undefined {
  return messagesOf(root, code).find((message) => message.code === code);
}

describe('The table of rules', () => {
  it('has no code twice', () => {
    const codes = allRules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
  });

  it.each(allRules.filter(({ severity }) => severity !== 'info'))(
    'asks the reader of $code to do something',
    ({ text }) => {
      const requests =
        /(?:^|[.:] )(?:or )?(?:Add|Break|Bundle|Change|Correct|Declare|import|Merge|Name|Reference|Refer|Remove|Rewrite|Set|Shorten|Use|Write)\b/;
      expect(text(2)).toMatch(requests);
    },
  );

  it('has exactly one case here per rule', () => {
    expect(Object.keys(ruleCases).sort()).toEqual(allRules.map(({ code }) => code).sort());
  });
});

describe.each(allRules.map((rule) => ({ ...rule, offend: ruleCases[rule.code] })))(
  '$code',
  ({ code, severity, offend }) => {
    if (offend === undefined) throw new Error(`no case for ${code}`);

    it('is not reported for a valid document', () => {
      expect(messageOf(offend(0), code)).toBeUndefined();
    });

    it('gives one message with one place for one offender', () => {
      const message = messageOf(offend(1), code);
      expect(message).toMatchObject({ code, severity });
      expect(message?.text.startsWith(`[${code}] `)).toBe(true);
      expect(message?.locations).toHaveLength(1);
    });

    it('gives one message with two places and the count in its text for two offenders', () => {
      if (onceAtMost.has(code)) return;
      const messages = messagesOf(offend(2), code).filter((message) => message.code === code);
      expect(messages).toHaveLength(1);
      expect(new Set(messages[0]?.locations.map(({ pointer }) => pointer)).size).toBe(2);
      expect(messages[0]?.text).toContain('2');
    });

    it('lists a hundred places and counts the others', () => {
      if (onceAtMost.has(code)) return;
      const message = messageOf(offend(103), code);
      expect(message?.locations).toHaveLength(100);
      expect(message?.detail).toHaveLength(101);
      expect(message?.detail.at(-1)).toBe('… and 3 more');
      expect(message?.text).toContain('103');
    });

    it('also applies behind a reference', () => {
      expect(messageOf(behindReferences(offend(1)), code)?.locations).toHaveLength(1);
    });
  },
);

/** Moves path items, webhooks, security schemes and component schemas behind a reference. */
function behindReferences(root: Json): Json {
  if (!isObject(root)) return root;
  const moved: { [key: string]: Json } = {};
  const pathItems: { [key: string]: Json } = {};
  const move = (map: Json | undefined, kind: string): Json | undefined => {
    if (!isObject(map)) return map;
    const entries = Object.keys(map).map((key, index): [string, Json] => {
      const value = map[key] ?? null;
      if (!isObject(value) || '$ref' in value) return [key, value];
      const target = kind === 'path' || kind === 'webhook' ? pathItems : moved;
      target[`${kind}${index}`] = value;
      return [key, { $ref: `#/${target === moved ? 'x-moved' : 'components/pathItems'}/${kind}${index}` }];
    });
    return Object.fromEntries(entries);
  };
  const components = isObject(root['components']) ? root['components'] : {};
  const rewritten = {
    paths: move(root['paths'], 'path'),
    webhooks: move(root['webhooks'], 'webhook'),
    components: {
      ...components,
      pathItems,
      schemas: move(components['schemas'], 'schema'),
      securitySchemes: move(components['securitySchemes'], 'security'),
    },
  };
  const kept = Object.entries({ ...root, ...rewritten }).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
  return JSON.parse(JSON.stringify({ ...Object.fromEntries(kept), 'x-moved': moved })) as Json;
}
