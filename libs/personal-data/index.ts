import type { Pool } from 'pg';
import { InMemoryKeyTable } from './in-memory-key-table.js';
import { createKeyVault, type KeyVault, type KeyVaultOptions } from './key-vault.js';
import { PostgresKeyTable, type KeyTableOptions } from './postgres-key-table.js';
import { ErasedNumberEntity } from './schema/erased-number.entity.js';
import { ObjectKeyEntity } from './schema/object-key.entity.js';
import { CreateErasure1795000002000 } from './schema/create-erasure.migration.js';
import { CreateObjectKey1764000002000 } from './schema/create-object-key.migration.js';

export { accessSeal } from './access-seal.js';
export {
  createAuthorityKeyring,
  SYSTEM_AUTHORITY,
  type AuthorityKeyring,
  type AuthorityKeys,
} from './authority-keys.js';
export { PersonalDataError } from './errors.js';
export type * from './identified.js';
export type { DestroyedKeys, DestroyedList, EndOfKeys } from './destroyed-list.js';
export { identify, type IdentifiedEvent, type MentionDraft, type Successors } from './identify.js';
export {
  canonicalNumber,
  identifierNodeId,
  naturalKindOf,
  partyKeyNodeIds,
  subjectNodeId,
  successorNodeId,
  type KindedIdentifier,
  type PartyKind,
  type PartyLookUpKey,
} from './identity.js';
export type { ErasedNumber, MasterClaim, MasterTransfer, PurgeMark } from './key-table.js';
export type { KeyVault, KeyVaultOptions, StreamRecord, StreamWanted } from './key-vault.js';
export { unwrapKey, unwrapRoot, wrapKey, wrapRoot } from './key-wrap.js';
export type { StoredMetadata } from './open-events.js';
export { payloadKeys, type PayloadKey } from './payload-keys.js';
export { mentionKey, openWith, sealPlain, sealWith } from './payload-seal.js';
export { authorityOfStream, familyOfStream, idOfStream, streamName } from './stream-names.js';

/** The tables of this lib, for the data source that #stores opens. */
export const personalDataEntities = [ObjectKeyEntity, ErasedNumberEntity];

/** Their migrations, in order. */
export const personalDataMigrations = [CreateObjectKey1764000002000, CreateErasure1795000002000];

/** A vault whose keys lie in PostgreSQL, wrapped under a master key of 32 bytes. */
export function openKeyVault(masterKey: Buffer, pool: Pool, options: KeyVaultOptions & KeyTableOptions = {}): KeyVault {
  return createKeyVault(masterKey, new PostgresKeyTable(pool, options), options);
}

/** A vault that forgets everything with the process; for tests. Its table is in memory too: room for few keys is enough. */
export function openInMemoryKeyVault(masterKey: Buffer = Buffer.alloc(32, 7)): KeyVault {
  return createKeyVault(masterKey, new InMemoryKeyTable(), { maxKeys: 100 });
}
