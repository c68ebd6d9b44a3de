import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import type { Operation } from '#access';
import type { ViewContext } from './view-context.js';

/** Lets a caller in to a root field by his roles in the authority of the request. A field outside the table lets nobody in. */
@Injectable()
export class EntryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { view } = context.getArgByIndex<ViewContext>(2);
    const { fieldName } = context.getArgByIndex<GraphQLResolveInfo>(3);
    view.enter(fieldName as Operation);
    return true;
  }
}
