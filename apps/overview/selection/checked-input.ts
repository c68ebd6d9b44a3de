import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { badInput } from '../engine/refusal.js';

const largestPage = 200;
const longestCursor = 500;

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
  if (text.includes('\u0000') || !text.isWellFormed()) throw badInput(`${name} contains characters that are no text.`);
  return text;
}

/** An input object by its class-validator rules. The messages name the field and the rule, never the value. */
export function checkedInput<T extends object>(type: Type<T>, given: object): T {
  const input = plainToInstance(type, given);
  const [problem] = validateSync(input, { skipMissingProperties: false });
  if (problem !== undefined) throw badInput(`${messageOf(problem)}.`);
  checkTexts(input);
  return input;
}

function messageOf(problem: ValidationError): string {
  const [below] = problem.children ?? [];
  if (below !== undefined) return `${problem.property}.${messageOf(below)}`;
  return Object.values(problem.constraints ?? {})[0] ?? `${problem.property} is not valid`;
}

function checkTexts(input: object): void {
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === 'string') checkText(value, name, 500);
    else if (typeof value === 'object' && value !== null) checkTexts(value as object);
  }
}
