import { durationToMilliseconds } from './durations.js';
import { isUuid } from './identifiers.js';
import { isLocalDate, toInstant } from './instants.js';

const URI_FORM = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const TEMPLATE_VARIABLE = /\{[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*\}/g;

let httpIsAllowed = false;

/** Settings of the contract that depend on where it runs; set once, when a process starts. */
export function configureContracts(settings: { readonly allowHttpHops: boolean }): void {
  httpIsAllowed = settings.allowHttpHops;
}

/** True for an absolute URI (RFC 3986): a scheme and something after it, ASCII only. */
export function isUri(text: string): boolean {
  return URI_FORM.test(text);
}

/** True for a URL that a browser may be sent to: https, and http where development allows it. */
export function isWebUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !isUri(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return hostname !== '' && (protocol === 'https:' || (protocol === 'http:' && httpIsAllowed));
}

/** True for an RFC 6570 level 1 template (`{name}` only) that gives a web URL. */
export function isHopTemplate(text: string): boolean {
  return isWebUrl(text.replace(TEMPLATE_VARIABLE, 'x'));
}

/** What the `format` keywords of the schemas mean, for ajv. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isLocalDate,
  'date-time': (text) => toInstant(text) !== undefined,
  uuid: isUuid,
  uri: isUri,
  duration: (text) => durationToMilliseconds(text) !== undefined,
};
