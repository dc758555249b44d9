/** What a page of members wants of the worker: one script, so that a reporter's page does without all of it. */

export { MemberSide } from "./member";
export { newDevice, newMember, offerPassphrase, recover } from "./newcomer";
