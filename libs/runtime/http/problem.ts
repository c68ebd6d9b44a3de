import { STATUS_CODES } from 'node:http';

/** Members of a problem document beside those of RFC 9457, such as `line` and `column`. */
export type ProblemMembers = Readonly<Record<string, string | number>>;

/** The media type of problem documents. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The text of a problem document (RFC 9457). The detail must repeat nothing of the request: a path, too, may name somebody. */
export function problemText(status: number, detail: string, members: ProblemMembers = {}): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...members });
}
