import { Inject, Injectable } from '@nestjs/common';
import { Rights } from '../queries.js';
import { AccessTrail } from './access-doors.js';
import { groupsUsed } from './groups-used.js';
import type { View } from './view.js';

/** Leaves the entry of each view, naming the right by which it was let through. */
@Injectable()
export class EntryDesk {
  constructor(
    @Inject(AccessTrail) private readonly trail: AccessTrail,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  /** Resolves when the entry is on disk, or where there is none to leave; where it throws, the answer must not be given. */
  async leave(view: View): Promise<void> {
    const entry = view.entry(await groupsUsed(view.answered, view.asker, this.rights));
    if (entry !== undefined) await this.trail.record(entry);
  }
}
