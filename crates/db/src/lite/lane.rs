//! Connections on threads, and the queue in front of them.

use std::{
    mem,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
};

use rusqlite::{Connection, InterruptHandle};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError, oneshot};

use super::connect::{Role, connect};
use crate::{DbError, Options, Result};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Connections of one role, lent out one transaction at a time, first come first served.
pub(super) struct Lane {
    idle: Mutex<Vec<Worker>>,
    permits: Arc<Semaphore>,
    size: u32,
    waiting: AtomicUsize,
    options: Options,
}

impl Lane {
    pub(super) async fn open(path: PathBuf, role: Role, size: usize, options: Options) -> Result<Arc<Self>> {
        let mut idle = Vec::with_capacity(size);
        for _ in 0..size {
            idle.push(Worker::start(path.clone(), role, options.clone()).await?);
        }
        Ok(Arc::new(Self {
            idle: Mutex::new(idle),
            permits: Arc::new(Semaphore::new(size)),
            size: size as u32,
            waiting: AtomicUsize::new(0),
            options,
        }))
    }

    /// Takes a connection, waiting in line for as long as the options allow.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease> {
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(TryAcquireError::NoPermits) => self.wait_in_line().await?,
            Err(TryAcquireError::Closed) => return Err(closed()),
        };
        let worker = self.idle().pop().ok_or_else(closed)?;
        Ok(Lease { worker: Some(worker), lane: Arc::clone(self), _permit: permit })
    }

    async fn wait_in_line(self: &Arc<Self>) -> Result<OwnedSemaphorePermit> {
        let _place = Place::take(&self.waiting, self.options.waiting)?;
        let turn = Arc::clone(&self.permits).acquire_owned();
        match tokio::time::timeout(self.options.wait, turn).await {
            Ok(permit) => permit.map_err(|_| closed()),
            Err(_) => Err(DbError::unavailable("its connections stayed taken")),
        }
    }

    /// Waits for the leases to end and for the threads to close their connections.
    pub(super) async fn close(&self) {
        let Ok(_all) = self.permits.acquire_many(self.size).await else { return };
        self.permits.close();
        let threads: Vec<_> = self.idle().drain(..).map(|worker| worker.thread).collect();
        let joined = tokio::task::spawn_blocking(|| {
            threads.into_iter().for_each(|thread| drop(thread.join()));
        });
        drop(joined.await);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in line, given up when the wait ends or is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, limit: usize) -> Result<Self> {
        let place = Self(waiting);
        match waiting.fetch_add(1, Ordering::Relaxed) < limit {
            true => Ok(place),
            false => Err(DbError::unavailable("too many wait for it")),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection in one transaction's hands.
pub(super) struct Lease {
    worker: Option<Worker>,
    lane: Arc<Lane>,
    // After the worker: it is back before the next in line looks for it.
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    /// Runs `job` on the connection's thread; jobs run in the order they are given.
    pub(super) async fn run<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        // Nobody may be waiting any more: then the answer is nobody's.
        self.send(move |db| drop(answer.send(job(db))));
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// The same, without waiting for it.
    pub(super) fn send(&self, job: impl FnOnce(&mut Connection) + Send + 'static) {
        if let Some(worker) = &self.worker {
            worker.sent.fetch_add(1, Ordering::Relaxed);
            // Fails only when the thread is gone, which `run` sees by the answer that never comes.
            let _ = worker.jobs.send(Box::new(job));
        }
    }

    /// Runs `job` here and now, where everything that was sent is through; else gives it back. For what takes less than
    /// waking the thread and being woken by it.
    pub(super) fn run_here<T, F: FnOnce(&mut Connection) -> T>(&self, job: F) -> Result<T, F> {
        let Some(worker) = &self.worker else { return Err(job) };
        if worker.sent.load(Ordering::Relaxed) != worker.done.load(Ordering::Acquire) {
            return Err(job);
        }
        match worker.db.try_lock() {
            Ok(mut db) => Ok(job(&mut db)),
            Err(_) => Err(job),
        }
    }

    /// Stops the statement that is running, if one is.
    pub(super) fn interrupt(&self) {
        if let Some(worker) = &self.worker {
            worker.interrupt.interrupt();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.lane.idle().extend(mem::take(&mut self.worker));
    }
}

struct Worker {
    jobs: mpsc::Sender<Job>,
    /// The thread's, but for moments in which it has nothing to do.
    db: Arc<Mutex<Connection>>,
    /// Jobs that were given to the thread, and those that it is through with.
    sent: AtomicUsize,
    done: Arc<AtomicUsize>,
    interrupt: InterruptHandle,
    thread: JoinHandle<()>,
}

impl Worker {
    async fn start(path: PathBuf, role: Role, options: Options) -> Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (opened, open) = oneshot::channel();
        let name = match role {
            Role::Writer => "sqlite-writer",
            Role::Reader => "sqlite-reader",
        };
        let done = Arc::new(AtomicUsize::new(0));
        let through = Arc::clone(&done);
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(move || match connect(&path, role, &options) {
                Ok(db) => {
                    let interrupt = db.get_interrupt_handle();
                    let db = Arc::new(Mutex::new(db));
                    let _ = opened.send(Ok((Arc::clone(&db), interrupt)));
                    for job in inbox {
                        job(&mut db.lock().unwrap_or_else(PoisonError::into_inner));
                        through.fetch_add(1, Ordering::Release);
                    }
                }
                Err(error) => drop(opened.send(Err(error))),
            })
            .map_err(|e| DbError::unavailable(format!("no thread for SQLite: {e}")))?;
        let (db, interrupt) = open.await.map_err(|_| closed())??;
        Ok(Self { jobs, db, sent: AtomicUsize::new(0), done, interrupt, thread })
    }
}

fn closed() -> DbError {
    DbError::unavailable("it is closed")
}
