import { Module } from '@nestjs/common';
import { Projector } from './projector.js';
import { SealKeeper } from './seal-keeper.js';

/** Runs the projections from their checkpoints, and seals the logs. Asks for `Stores`, `Configuration` and `Log`. */
@Module({ providers: [Projector, SealKeeper], exports: [Projector] })
export class ProjectorModule {}
