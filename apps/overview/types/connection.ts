import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';

/** Where a page lies in its list (Relay). */
@ObjectType({ description: 'Where a page lies in its list, as in the Relay connection specification.' })
export class PageInfo {
  @Field({ description: 'Whether rows follow this page.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether rows come before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row of this page; null where it has none.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row of this page: give it as `after` for the next page.',
  })
  endCursor: string | null;
}

/** One page as the queries return it: exactly GraphQL's shape, so that nothing is mapped on the way out. */
export interface Connection<T> {
  edges: { cursor: string; node: T }[];
  pageInfo: PageInfo;
  totalCount: number;
}

/** What a connection class over a node type extends; the edge type comes with it. */
export function connectionOf<T>(node: Type<T>, rows: string): Type<Connection<T>> {
  @ObjectType(`${node.name}Edge`, { description: `One of ${rows}, with its place in the list.` })
  class Edge {
    @Field({ description: 'The place of this row; stays valid while rows come and go.' })
    cursor: string;

    @Field(() => node, { description: 'The row itself.' })
    node: T;
  }

  @ObjectType({ isAbstract: true })
  class NodeConnection {
    @Field(() => [Edge], { description: 'The rows of this page.' })
    edges: Edge[];

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    pageInfo: PageInfo;

    @Field(() => Int, { description: 'How many rows of the whole list this caller may see.' })
    totalCount: number;
  }

  return NodeConnection;
}

/** Something that exists but may not be seen; given only where the authority has chosen to tell that much. */
@ObjectType({
  description:
    'Something that is there but may not be seen: named by family and source only, where the authority has chosen so.',
})
export class RestrictedObject {
  @Field({ description: 'The family of the object: case or document.' })
  family: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;
}
