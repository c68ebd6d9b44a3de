import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Configuration } from '#runtime';
import { checkCost } from '../selection/cost.js';
import { GraphqlDoorModule } from './graphql-door.module.js';
import { GraphqlRoute } from './graphql-route.js';
import { checkShape, mostTokens, rulesBeyondGraphql } from './limits.js';
import { checkOperation, operationNameOf } from './over-http.js';
import { answerFollowedFields, readAnswersInPlace } from './schema-shortcuts.js';
import type { ViewContext } from './view-context.js';

const largestBody = 128 * 1024;
/** Front ends have some dozens. Mercurius keeps up to twice as many, and as many that were wrong: 500 were 50 MB of heap. */
const questionsKept = 100;

/** Options of graphql-jit that Mercurius hands on but does not declare. */
interface CompilerOptions {
  readonly compilerOptions: {
    readonly disableLeafSerialization: boolean;
    readonly disablingCapturingStackErrors: boolean;
  };
}

/** The only module that knows which GraphQL engine runs: Mercurius, compiling each question at its second asking. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      imports: [GraphqlDoorModule],
      inject: [GraphqlRoute, Configuration],
      useFactory: (route: GraphqlRoute, { isProduction }: Configuration) => engineOptions(route, isProduction),
    }),
  ],
  exports: [GraphQLModule],
})
export class GraphqlEngineModule {}

function engineOptions(route: GraphqlRoute, isProduction: boolean): MercuriusDriverConfig & CompilerOptions {
  return {
    path: '/graphql',
    autoSchemaFile: true,
    transformSchema: (schema) => answerFollowedFields(readAnswersInPlace(schema)),
    jit: 1,
    // Nodes come in the schema's own spellings, so names and texts need not be checked on their way out.
    compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true },
    cache: questionsKept,
    graphql: { parseOptions: { maxTokens: mostTokens } },
    validationRules: rulesBeyondGraphql(isProduction),
    allowBatchedQueries: false,
    ide: false,
    // Of live views no answer leaves that equals the last one, nor before its access entry is written: see `live/`.
    subscription: false,
    context: (request: FastifyRequest): ViewContext => ({ view: route.viewOf(request) }),
    errorFormatter: route.formatErrors as unknown as NonNullable<MercuriusDriverConfig['errorFormatter']>,
    errorHandler: (error, request, reply) => void route.answerError(error, request, reply),
    additionalRouteOptions: {
      // Mercurius's own schema of the route says less about the parameters and turns list indices in paths into texts.
      schema: {},
      bodyLimit: largestBody,
      preParsing: route.preParsing,
      preValidation: route.preValidation,
      onSend: route.onSend,
    },
    hooks: {
      // Once a question: Mercurius keeps those that are right.
      preValidation: async (_schema, document, context) => {
        checkShape(document);
        checkOperation(document, requestOf(context));
      },
      preExecution: async (schema, document, context, variables: Record<string, unknown> | null | undefined) =>
        checkCost(document, operationNameOf(requestOf(context)), schema, variables ?? {}),
      onResolution: (execution, context) => {
        const { view, reply } = context as unknown as ViewContext & Replying;
        return route.conclude(execution as Parameters<GraphqlRoute['conclude']>[0], view, reply);
      },
    },
  };
}

interface Replying {
  readonly reply: FastifyReply;
}

function requestOf(context: unknown): FastifyRequest {
  return (context as Replying).reply.request;
}
