package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockstepTest {
    /** Member i asks i + 1 questions: all that are left are answered together, in the order of the members. */
    @Test
    void questionsAreAnsweredTogetherInTheCallingThread() {
        List<List<String>> rounds = new ArrayList<>();
        int[] sums = new int[3];
        Thread caller = Thread.currentThread();
        Lockstep.<String, Integer>run(
                3,
                (member, evaluation) -> {
                    for (int question = 0; question <= member; question++) {
                        sums[member] += evaluation.apply(member + ":" + question);
                    }
                },
                questions -> {
                    assertSame(caller, Thread.currentThread());
                    rounds.add(questions);
                    return questions.stream()
                            .map(question -> question.charAt(0) - '0' + 10 * (question.charAt(2) - '0'))
                            .toList();
                });
        assertEquals(List.of(List.of("0:0", "1:0", "2:0"), List.of("1:1", "2:1"), List.of("2:2")), rounds);
        assertEquals(List.of(0, 1 + 11, 2 + 12 + 22), List.of(sums[0], sums[1], sums[2]));
    }

    @Test
    void aMembersFailureIsThrownAndEndsTheOthers() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(2);
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class,
                () -> Lockstep.<Integer, Integer>run(
                        3,
                        (member, evaluation) -> {
                            if (member == 1) {
                                evaluation.apply(member);
                                throw new IllegalArgumentException("member 1");
                            }
                            try {
                                while (true) {
                                    evaluation.apply(member);
                                }
                            } finally {
                                ended.countDown();
                            }
                        },
                        questions -> questions));
        assertEquals("member 1", failure.getMessage());
        ended.await();
    }

    @Test
    void aFailureOfAnEvaluationIsThrownAndEndsAll() throws InterruptedException {
        assertEndsAll(new ArithmeticException());
        assertEndsAll(new OutOfMemoryError("of this test"));
    }

    private static void assertEndsAll(Throwable failure) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(2);
        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Lockstep.<Integer, Integer>run(
                        2,
                        (member, evaluation) -> {
                            try {
                                evaluation.apply(member);
                            } finally {
                                ended.countDown();
                            }
                        },
                        questions -> {
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw (RuntimeException) failure;
                        }));
        assertSame(failure, thrown);
        ended.await();
    }

    /** Often, since the thread may or may not have to wait for the question or the end of the member. */
    @RepeatedTest(200)
    void anInterruptEndsAll() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> Lockstep.<Integer, Integer>run(
                        1,
                        (member, evaluation) -> {
                            try {
                                evaluation.apply(member);
                            } finally {
                                ended.countDown();
                            }
                        },
                        questions -> List.of(questions.get(0))));
        assertTrue(Thread.interrupted());
        assertTrue(failure.getMessage().contains("interrupted"), failure::getMessage);
        ended.await();
    }
}
