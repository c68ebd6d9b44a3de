import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IntakeDoor } from './intake-door.js';
import type { Receipt, Received, Sender } from '#intake';

/** Take these events in. */
export class AcceptEvents extends Command<Receipt[]> {
  constructor(
    readonly events: readonly unknown[],
    readonly sender: Sender,
    readonly received: Received,
  ) {
    super();
  }
}

@CommandHandler(AcceptEvents)
export class AcceptEventsHandler implements ICommandHandler<AcceptEvents> {
  constructor(private readonly intake: IntakeDoor) {}

  execute({ events, sender, received }: AcceptEvents): Promise<Receipt[]> {
    return this.intake.accept(events, sender, received);
  }
}
