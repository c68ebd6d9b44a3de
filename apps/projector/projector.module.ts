import { Module } from '@nestjs/common';
import { Projector } from './projector.js';

/** Runs the projections from their checkpoints. Asks for `Stores`, `Configuration` and `Log`. */
@Module({ providers: [Projector], exports: [Projector] })
export class ProjectorModule {}
