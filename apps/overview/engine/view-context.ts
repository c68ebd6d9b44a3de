import type { View } from './view.js';

/** The GraphQL context of a request. */
export interface ViewContext {
  readonly view: View;
}
