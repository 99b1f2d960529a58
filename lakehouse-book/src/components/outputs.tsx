import useBaseUrl from '@docusaurus/useBaseUrl';
import type { ReactNode } from 'react';
import { Scrollable } from './Scrollable';

/** All that a cell printed and showed. */
export function CellOutput({ children }: { children: ReactNode }) {
  return (
    <Scrollable className="cell-output" aria-label="What the cell answers">
      {children}
    </Scrollable>
  );
}

export function TextOutput({ text, stream }: { text: string; stream?: 'stderr' }) {
  return <pre className={stream ? 'text-output is-stderr' : 'text-output'}>{text}</pre>;
}

/** HTML that the build has cleaned: it holds nothing but a text's tags and tables. */
export function HtmlOutput({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by `safeHtml` when the page was made
  return <div className="html-output" dangerouslySetInnerHTML={{ __html: html }} />;
}

export function PictureOutput({ src, alt }: { src: string; alt: string }) {
  return <img className="picture-output" src={useBaseUrl(src)} alt={alt} loading="lazy" />;
}

interface Failure {
  name: string;
  message: string;
  /** All that was printed of it. */
  details?: string;
  /** The cell is meant to fail. */
  planned: boolean;
}

export function ErrorOutput({ name, message, details, planned }: Failure) {
  return (
    <div className={planned ? 'error-output is-planned' : 'error-output'}>
      <p className="error-word">{planned ? 'This cell is meant to fail.' : 'This cell has failed.'}</p>
      <p>
        <strong>{name}</strong>: <span className="error-message">{message}</span>
      </p>
      {details && (
        <details>
          <summary>All that was printed</summary>
          <pre className="text-output">{details}</pre>
        </details>
      )}
    </div>
  );
}

/** What a reader opens when they want to: a hint, a solution. */
export function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="folded">
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}
