import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { badInput } from '../engine/refusal.js';
import { PartyKey } from '../types/inputs.js';

/** Rows of a page, at most. */
export const largestPage = 200;
const longestCursor = 500;
/** NUL, and half of a character that takes two. */
const noText = /\0|\p{Surrogate}/u;

/** 1 to 200, else BAD_USER_INPUT. */
export function checkFirst(first: unknown): number {
  if (typeof first === 'number' && Number.isInteger(first) && first >= 1 && first <= largestPage) return first;
  throw badInput(`first must be from 1 to ${largestPage}.`);
}

/** The form of a cursor; what it says is for the query to read. */
export function checkCursor(after: unknown): string | null {
  if (after === undefined || after === null) return null;
  if (typeof after === 'string' && after.length <= longestCursor && /^[\w+/=.:-]+$/.test(after)) return after;
  throw badInput('after must be a cursor of this list.');
}

/** Text that can be stored and searched: no NUL, no half characters, not endless. */
export function checkText(text: string, name: string, longest = 200): string {
  if (text.length > longest) throw badInput(`${name} is too long: at most ${longest} characters.`);
  if (noText.test(text)) throw badInput(`${name} contains characters that are no text.`);
  return text;
}

/**
 * An input object by its class-validator rules, as plain data with only what was given: null counts as left out. The
 * messages name the field and the rule, never the value.
 */
export function checkedInput<T extends object>(type: Type<T>, given: object): T {
  const input = plainToInstance(type, given);
  const [problem] = validateSync(input);
  if (problem !== undefined) throw badInput(`${messageOf(problem)}.`);
  return givenOf(input) as T;
}

function messageOf(problem: ValidationError): string {
  const [below] = problem.children ?? [];
  if (below !== undefined) return `${problem.property}.${messageOf(below)}`;
  return Object.values(problem.constraints ?? {})[0] ?? `${problem.property} is not valid`;
}

function givenOf(input: object): object {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  // graphql-js checks this for literals and variables; the compiled path must not depend on it.
  if (input instanceof PartyKey && given.length !== 1) throw badInput('A party key has exactly one of its fields.');
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (typeof value === 'string') checkText(value, name, 500);
      const isInput = typeof value === 'object' && !Array.isArray(value);
      return [name, isInput ? givenOf(value as object) : (value as unknown)];
    }),
  );
}
