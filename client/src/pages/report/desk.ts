/** What a person can do on this page. */

import type { Finding } from "./identify";
import type { Question } from "./questions";
import type { Body, Event, Step } from "./state";

export interface Desk {
  send(event: Event): void;
  chooseBody(body: Body): void;
  answer(question: Question, text: string): void;
  /** Fetch the words of the committee's fingerprint, to compare them with a poster. */
  compareCommittee(): void;
  next(): void;
  back(): void;
  edit(step: Step): void;
  keepTrace(question: Question, finding: Finding): void;
  removeTrace(question: Question, finding: Finding): void;
  addFiles(files: File[]): void;
  retryFile(id: string): void;
  removeFile(id: string): void;
  submit(): void;
  print(): void;
  checkWords(): void;
  finish(): void;
  stay(): void;
  again(): void;
}
