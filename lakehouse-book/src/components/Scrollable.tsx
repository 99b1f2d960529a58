import { type ComponentProps, useEffect, useRef, useState } from 'react';

/**
 * What may be wider or higher than its place and is then moved. Only then it is a stop for the keyboard, which must be able
 * to move it too (WCAG 2.2, 2.1.1).
 */
export function Scrollable({ children, ...props }: ComponentProps<'section'>) {
  const place = useRef<HTMLElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const { current } = place;
    if (!current) return;
    const look = () =>
      setOverflows(current.scrollWidth > current.clientWidth || current.scrollHeight > current.clientHeight);
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={place} tabIndex={overflows ? 0 : undefined} {...props}>
      {children}
    </section>
  );
}

/** A table of a page. */
export function WideTable(props: ComponentProps<'table'>) {
  return (
    <Scrollable className="wide">
      <table {...props} />
    </Scrollable>
  );
}
