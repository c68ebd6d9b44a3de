import { Module } from '@nestjs/common';
import { DailyCompaction } from './daily-compaction.js';
import { Projector } from './projector.js';

/** Runs the projections from their checkpoints. Asks for `Stores`, `Configuration` and `Log`. */
@Module({ providers: [Projector, DailyCompaction], exports: [Projector] })
export class ProjectorModule {}
