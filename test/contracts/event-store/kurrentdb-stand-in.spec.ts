import { eventStoreContract } from '#event-store/testing';
import { KurrentDbStandIn } from '../../support/kurrentdb-stand-in/kurrentdb-stand-in.js';
import { kurrentDbSubject } from './kurrentdb-subject.js';

eventStoreContract('KurrentDB event store, against the stand-in', async () => {
  const standIn = await KurrentDbStandIn.start();
  const subject = await kurrentDbSubject(new URL(standIn.url));
  return {
    ...subject,
    keepsLogInMemory: true,
    close: async () => {
      await subject.close();
      await standIn.close();
    },
  };
});
