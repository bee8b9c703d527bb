"""`make bench`: speed, weight and memory, beside nginx serving the same bytes in the same run."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
import psutil

from benchmarks import content
from tests.conftest import free_port, serve
from tests.tools import browser as chromium
from tests.tools import databases

SECONDS = os.environ.get("BENCH_SECONDS", "8")


def tool(name: str) -> str:
    """A program from Debian. Raises SystemExit with how to get it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        sys.exit(f"make bench needs {name}: apt-get install {name}")
    return found


def load(url: str, *headers: str, clients: int = 4) -> tuple[float, float]:
    """Requests a second and the median latency in ms, with wrk."""
    command = [tool("wrk"), "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency", url]
    for header in headers:
        command += ["-H", header]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    assert not errors, out
    median = re.search(r"50%\s+([\d.]+)(us|ms|s)", out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    assert median, out
    assert rate, out
    return float(rate[1]), float(median[1]) * {"us": 0.001, "ms": 1, "s": 1000}[median[2]]


@contextmanager
def nginx(body: bytes) -> Iterator[str]:
    """nginx with two workers, serving one file."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        (root / "page.html").write_bytes(body)
        (root / "nginx.conf").write_text(
            f"worker_processes 2; pid {folder}/pid; error_log {folder}/error; daemon off;\n"
            "events { worker_connections 256; }\n"
            f"http {{ access_log off; server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
        )
        process = subprocess.Popen([tool("nginx"), "-c", f"{folder}/nginx.conf", "-p", folder])
        try:
            time.sleep(1)
            yield f"http://127.0.0.1:{port}/page.html"
        finally:
            process.terminate()
            process.wait(10)


def uncached(root: str, path: str, times: int = 60) -> float:
    """The median time in ms of a page made anew (another query each time)."""
    with httpx.Client(headers={"Accept-Encoding": "br"}) as client:
        for warm in range(10):
            client.get(f"{root}{path}?warm={warm}")
        taken = []
        for number in range(times):
            started = time.perf_counter()
            client.get(f"{root}{path}?anew={number}").raise_for_status()
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def memory(process: subprocess.Popen[bytes]) -> float:
    """The largest worker's resident memory in MB."""
    workers = psutil.Process(process.pid).children(recursive=True) or [psutil.Process(process.pid)]
    return max(worker.memory_info().rss for worker in workers) / 1e6


def first_visit(root: str, path: str) -> tuple[float, int, float]:
    """KB over the wire, requests, and seconds to the main text, on slow 4G with a processor four times slower."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        # Slow 4G as Lighthouse simulates it: 150 ms round trip, 1.6 Mbit/s down, 750 kbit/s up.
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 150,
                "downloadThroughput": 1.6e6 / 8,
                "uploadThroughput": 750e3 / 8,
            },
        )
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        sizes: list[float] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(root + path, wait_until="networkidle")
        shown = page.evaluate(
            "() => new Promise(done => { new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))"
            ".observe({type: 'largest-contentful-paint', buffered: true}); setTimeout(() => done(-1), 3000) })"
        )
        browser.close()
    return sum(sizes) / 1000, len(sizes), shown / 1000


def prints(root: str, process: subprocess.Popen[bytes]) -> Iterator[tuple[str, str, str]]:
    """How long the whole guide takes on paper, first and from the shelf, beside one page; and what memory is left."""
    for name, path in (
        ("one page", "/en/guide/stay/first-residence-permit.pdf"),
        ("a topic", "/en/guide/stay.pdf"),
        ("the whole guide, two languages", "/en/guide.pdf?with=ro"),
    ):
        taken = []
        for _again in range(2):
            started = time.perf_counter()
            body = httpx.get(root + path, timeout=120).raise_for_status().content
            taken.append(time.perf_counter() - started)
        yield f"print: {name}", f"{taken[0]:.2f} s, again {taken[1]:.2f} s, {len(body) / 1e6:.1f} MB", ""
    yield "memory of the largest worker after printing", f"{memory(process):.0f} MB", ""


def main() -> None:
    rows: list[tuple[str, str, str]] = []
    alone: dict[int, float] = {}
    for pages in (60, 960):
        with databases.database_copy(f"bench_{pages}") as database:
            print(f"Filling a database with {pages} pages in nine languages …", flush=True)
            path = content.fill(database, pages=pages, editions=5)
            process, root = serve(database, workers=2)
            try:
                for _again in range(20):
                    body = httpx.get(root + path, headers={"Accept-Encoding": "identity"}).content
                    time.sleep(0.05)
                alone[pages] = uncached(root, path)
                rate, median = load(root + path)
                rows.append(
                    (
                        f"page, cached, {pages} pages",
                        f"{rate:,.0f}/s, p50 {median:.2f} ms",
                        "≥ 1,500/s, < 3 ms",
                    )
                )
                if pages == 60:
                    rows += prints(root, process)
                if pages == 960:
                    etag = httpx.get(root + path).headers["ETag"]
                    not_modified, median = load(root + path, f"If-None-Match: {etag}")
                    rows.append(("304", f"{not_modified:,.0f}/s, p50 {median:.2f} ms", "< 2 ms"))
                    with nginx(body) as file:
                        fastest, median = load(file)
                    rows.append(
                        ("nginx, the same bytes as a file", f"{fastest:,.0f}/s, p50 {median:.2f} ms", "")
                    )
                    rows.append(("nginx / Acasă", f"{fastest / rate:.1f}", "≤ 25"))
                    rows.append(("memory of the largest worker", f"{memory(process):.0f} MB", "< 200 MB"))
                    for name in ("/ro/", path, "/en/places/", "/en/guide/", "/en/words/"):
                        weight, requests, seconds = first_visit(root, name)
                        rows.append(
                            (
                                f"first visit {name}",
                                f"{weight:.1f} KB, {requests} requests, {seconds:.2f} s",
                                "≤ 60 KB, ≤ 10, ≤ 1.8 s",
                            )
                        )
            finally:
                process.terminate()
                process.wait(10)
    for pages, median in alone.items():
        rows.append(
            (f"page, made anew, {pages} pages × 5 editions × 9 languages", f"{median:.1f} ms", "< 40 ms")
        )
    rows.append(("made anew: 960 pages / 60 pages", f"{alone[960] / alone[60]:.2f}", "about 1"))
    width = max(len(row[0]) for row in rows)
    print(f"\n{'what':{width}}  {'measured':34}  aim")
    for what, measured, aim in rows:
        print(f"{what:{width}}  {measured:34}  {aim}")
    print(flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.path"], check=True)
    if not os.environ.get("BENCH_NO_SEARCH"):
        subprocess.run([sys.executable, "-m", "benchmarks.search"], check=True)


if __name__ == "__main__":
    try:
        main()
    finally:
        from acasa.foundation.postgres import embedded

        embedded.stop()
