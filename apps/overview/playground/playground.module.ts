import { Module } from '@nestjs/common';
import { PlaygroundRoutes } from './playground-routes.js';

/** The playground, in development only. */
@Module({ providers: [PlaygroundRoutes] })
export class PlaygroundModule {}
