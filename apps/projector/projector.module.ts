import { Module } from '@nestjs/common';
import { AccessFollower } from './access-follower.js';
import { Projector } from './projector.js';
import { SealKeeper } from './seal-keeper.js';
import { Upkeep } from './upkeep.js';

/** Runs the projections from their checkpoints, follows the access log, seals the logs, compacts after erasures, and forgets what is over. Asks for `Stores`, `Configuration` and `Log`. */
@Module({ providers: [Projector, AccessFollower, SealKeeper, Upkeep], exports: [Projector] })
export class ProjectorModule {}
