import { URL_NAMESPACE, uuidV5 } from '#contracts';
import type { DeniedGroup, PrivilegeGroup } from '../privileges/privilege-group.js';
import type { AccessLogEvent, SealText } from './access-log.js';
import type { PersonalPart } from './access-entry.js';

/** Short name of the entry that tells of privileges which differ from those last seen; it lies beside `access.viewed`. */
export const accessPrivilegesSeen = 'access.privileges-seen';

/** With what privileges a user came, in one authority. They hold from `at` until the next such entry of the two. */
export interface PrivilegesSeen {
  /** When they were first seen so. Canonical UTC microseconds. */
  readonly at: string;
  /** CVR number. */
  readonly authority: string;
  /** The token's `sub`. */
  readonly user: string;
  readonly userName: string | null;
  /** The user's own unit: security profiles go by it. */
  readonly unit: string | null;
  /** The groups in effect, as they were judged; none where he came without any, or with another authority's alone. */
  readonly groups: readonly PrivilegeGroup[];
  /** What he brought that gave nothing, and why. */
  readonly denied: readonly DeniedGroup[];
}

/** The data of a stored entry: `sealed` is base64 of the sealed name, null where there was none; `open` of AccessParts reads it. */
export type StoredPrivilegesSeen = Omit<PrivilegesSeen, 'userName'> & { readonly sealed: string | null };

/** The stream of what a user was seen with in an authority, apart from that of his views: it is short, and read whole. */
export function privilegesStream(authority: string, user: string): string {
  return `access-${authority}-${uuidV5(URL_NAMESPACE, `privileges|${user}`)}`;
}

/** The entry as an event of the access log. */
export async function privilegesEvent(
  { userName, ...open }: PrivilegesSeen,
  eventId: string,
  seal: SealText,
): Promise<AccessLogEvent> {
  const personal: PersonalPart = { userName, searchText: null, asked: [] };
  const sealed = userName === null ? null : await seal(open.authority, eventId, JSON.stringify(personal), false);
  const stored: StoredPrivilegesSeen = { ...open, sealed: sealed?.toString('base64') ?? null };
  return {
    eventId,
    type: accessPrivilegesSeen,
    metadata: JSON.stringify({ authority: open.authority, time: open.at }),
    data: Buffer.from(JSON.stringify(stored), 'utf8'),
  };
}
