import { AccessLogResolver } from './access-log.resolver.js';
import { CaseResolver } from './case.resolver.js';
import { DeletionResolver } from './deletion.resolver.js';
import { GrantResolver } from './grant.resolver.js';
import { LiveResolver } from './live.resolver.js';
import { MisuseResolver } from './misuse.resolver.js';
import { ObjectResolver } from './object.resolver.js';
import { PartyResolver } from './party.resolver.js';
import { ReconciliationResolver } from './reconciliation.resolver.js';
import { RightsResolver } from './rights.resolver.js';
import { RevealResolver } from './reveal.resolver.js';
import { SearchResolver } from './search.resolver.js';
import { SnapshotResolver } from './snapshot.resolver.js';
import { SourceResolver } from './source.resolver.js';

/** All resolvers: the server and the generated schema are built from this one list. */
export const resolvers = [
  PartyResolver,
  CaseResolver,
  GrantResolver,
  ObjectResolver,
  SearchResolver,
  SourceResolver,
  ReconciliationResolver,
  SnapshotResolver,
  DeletionResolver,
  RightsResolver,
  AccessLogResolver,
  RevealResolver,
  MisuseResolver,
  LiveResolver,
];
