import { Module } from '@nestjs/common';
import { DailyCompaction } from './daily-compaction.js';
import { Projector } from './projector.js';
import { SealKeeper } from './seal-keeper.js';

/** Runs the projections from their checkpoints, seals the logs, and compacts after erasures. Asks for `Stores`, `Configuration` and `Log`. */
@Module({ providers: [Projector, SealKeeper, DailyCompaction], exports: [Projector] })
export class ProjectorModule {}
