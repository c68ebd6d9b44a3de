import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Operation } from '#access';
import { namedIn } from './named-in.js';
import type { ViewContext } from './view-context.js';

/** Lets a caller in to a root field by his roles in the authority of the request. A field outside the table lets nobody in. */
@Injectable()
export class EntryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { view } = context.getArgByIndex<ViewContext>(2);
    // The method is named as its field. Not `info.fieldName`: see `selectionOf` for what the compiler may make of it.
    view.enter(context.getHandler().name as Operation, namedIn(context.getArgByIndex(1)));
    return true;
  }
}
