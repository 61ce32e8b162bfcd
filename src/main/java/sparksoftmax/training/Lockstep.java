package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Several minimizations that share their passes over the rows. Each runs in a thread of its own and asks for one
 * evaluation after the other. As soon as every one that has not ended is waiting for an answer, the thread that has
 * started them answers all of them at once; it is the only one that starts Spark jobs.
 *
 * @param <Q> a question
 * @param <A> an answer
 */
final class Lockstep<Q, A> {
    private static final String INTERRUPTED = "training was interrupted";

    private final Object[] questions;
    private final Object[] answers;

    /** The number of minimizations that have neither ended nor asked. */
    private int running;

    private RuntimeException failure;

    private Lockstep(int number) {
        questions = new Object[number];
        answers = new Object[number];
        running = number;
    }

    /** A minimization. */
    @FunctionalInterface
    interface Member<Q, A> {
        /** Runs; {@code evaluation} answers a question, and throws an exception if another minimization has failed. */
        void run(int number, Function<Q, A> evaluation);
    }

    /**
     * Runs several minimizations until all have ended.
     *
     * @param number how many there are
     * @param member runs the i-th
     * @param evaluations answers some questions, in their order, in the calling thread
     * @throws RuntimeException the first that a minimization or an evaluation has thrown. An Error of an evaluation is
     *     thrown as it is
     * @throws IllegalStateException if the calling thread is interrupted
     */
    static <Q, A> void run(int number, Member<Q, A> member, Function<List<Q>, List<A>> evaluations) {
        Lockstep<Q, A> lockstep = new Lockstep<>(number);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int ofThread = i;
            Thread thread = new Thread(() -> lockstep.runMember(ofThread, member), "spark-softmax-fold-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            lockstep.answerAll(evaluations);
        } catch (RuntimeException e) {
            lockstep.fail(e);
            throw e;
        } catch (Error e) {
            // The threads must end, too, and release what they hold.
            lockstep.fail(new IllegalStateException(e));
            throw e;
        }
    }

    private void runMember(int number, Member<Q, A> member) {
        try {
            member.run(number, question -> ask(number, question));
            end(null);
        } catch (RuntimeException e) {
            end(e);
        } catch (Error e) {
            end(new IllegalStateException(e));
        }
    }

    private synchronized void end(RuntimeException problem) {
        failure = failure == null ? problem : failure;
        running--;
        notifyAll();
    }

    private synchronized void fail(RuntimeException problem) {
        failure = failure == null ? problem : failure;
        notifyAll();
    }

    @SuppressWarnings("unchecked")
    private synchronized A ask(int number, Q question) {
        questions[number] = question;
        running--;
        notifyAll();
        while (answers[number] == null && failure == null) {
            await();
        }
        if (failure != null) {
            throw new IllegalStateException("another minimization has failed", failure);
        }
        A answer = (A) answers[number];
        answers[number] = null;
        return answer;
    }

    @SuppressWarnings("unchecked")
    private void answerAll(Function<List<Q>, List<A>> evaluations) {
        int[] asking = awaitQuestions();
        while (asking.length > 0) {
            List<Q> asked = new ArrayList<>();
            for (int i : asking) {
                asked.add((Q) questions[i]);
            }
            answer(asking, evaluations.apply(asked));
            asking = awaitQuestions();
        }
    }

    /** The numbers of those that wait for an answer; none if all have ended. */
    private synchronized int[] awaitQuestions() {
        // Where all have asked or ended already, there is no wait that would notice an interrupt.
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException(INTERRUPTED);
        }
        while (running > 0 && failure == null) {
            await();
        }
        if (failure != null) {
            throw failure;
        }
        return IntStream.range(0, questions.length)
                .filter(i -> questions[i] != null)
                .toArray();
    }

    private synchronized void answer(int[] asking, List<A> found) {
        for (int i = 0; i < asking.length; i++) {
            questions[asking[i]] = null;
            answers[asking[i]] = found.get(i);
        }
        running = asking.length;
        notifyAll();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(INTERRUPTED);
        }
    }
}
