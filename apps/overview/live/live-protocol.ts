import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Context, type Server } from 'graphql-ws';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { errorsOut } from '../engine/errors-out.js';
import type { FaultFilter } from '../engine/fault-filter.js';
import type { ErrorCode } from '../engine/refusal.js';
import { LiveAsker, type AskerParts } from './live-asker.js';
import { LiveAnswers, type LiveAnswersOptions } from './live-answers.js';
import { closeCodes, type LiveConnection } from './live-connection.js';
import { areErrors, readLiveQuestion, type Judging } from './live-question.js';
import type { OpenViews } from './open-views.js';

export const subprotocol = GRAPHQL_TRANSPORT_WS_PROTOCOL;

/** What the protocol is spoken by. */
export interface ProtocolParts extends AskerParts, Pick<LiveAnswersOptions, 'dues' | 'watch' | 'turns'> {
  readonly faults: FaultFilter;
  readonly open: OpenViews;
  /** Asked for at each subscription: the schema is made after this. */
  readonly judging: () => Judging;
}

type LiveContext = Context<Record<string, unknown> | undefined, LiveConnection>;

/** How a connection ends whose first message is refused. */
const refusedBy: Partial<Readonly<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: CloseCode.Forbidden,
  BAD_USER_INPUT: CloseCode.BadRequest,
};

/** graphql-transport-ws as graphql-ws speaks it, with our answers in place of those of an engine. */
export function liveProtocol(parts: ProtocolParts): Server<LiveConnection> {
  const { faults } = parts;
  return makeServer<Record<string, unknown> | undefined, LiveConnection>({
    onConnect: async ({ extra: connection, connectionParams }) => {
      try {
        connection.asker = await LiveAsker.letIn(connection.request, connectionParams, parts);
        return { 'x-TransaktionsId': connection.asker.transactionId };
      } catch (error) {
        connection.close(refusedBy[faults.refusalFor(error).code] ?? closeCodes.later);
        return false;
      }
    },
    onSubscribe: (context, _id, payload) => {
      try {
        // Before it is read: that costs something too.
        context.extra.asker?.count();
        const question = readLiveQuestion(payload, parts.judging());
        return areErrors(question) ? question : { ...question, contextValue: answersTo(question, context, parts) };
      } catch (error) {
        return [asGraphqlError(error, faults)];
      }
    },
    // Errors in them have been put in our words already, and leave as they are.
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<ExecutionResult>,
    onNext: (_context, _id, _payload, _args, answer) => answer as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) => errorsOut(errors),
  });
}

function answersTo(
  question: LiveAnswersOptions['question'],
  { extra: connection }: LiveContext,
  { open, dues, faults, watch, turns }: ProtocolParts,
): LiveAnswers {
  const { asker } = connection;
  if (asker === undefined) throw new Error('A subscription is taken after the first message only.');
  const leave = open.open(asker.caller, connection.views);
  connection.views += 1;
  const onEnd = (): void => {
    connection.views -= 1;
    leave();
  };
  return new LiveAnswers({ question, asker, judged: () => connection.judged(), dues, faults, watch, turns, onEnd });
}

function asGraphqlError(error: unknown, faults: FaultFilter): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const refusal = faults.refusalFor(error);
  return new GraphQLError(refusal.message, { originalError: refusal });
}
