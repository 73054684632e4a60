import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import javax.jms.*;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSession;

/** Does with a broker what JMS clients do, and prints what came of it: URL PATIENCE DLQ, a line for each outcome. */
class Exercise {
  private static final int NOTHING = 300;
  /** In milliseconds. */
  private static int patience;

  private final ActiveMQConnectionFactory factory;
  private final String deadLetters;

  private interface Step {
    void run() throws Exception;
  }

  private Exercise(String url, String deadLetters) {
    this.deadLetters = deadLetters;
    factory = new ActiveMQConnectionFactory(url);
    factory.setTrustedPackages(Collections.singletonList("java.lang"));
  }

  public static void main(String[] arguments) throws Exception {
    patience = Integer.parseInt(arguments[1]);
    var exercise = new Exercise(arguments[0], arguments[2]);
    var steps = new LinkedHashMap<String, Step>();
    steps.put("virtual topic", exercise::virtualTopic);
    steps.put("kinds", exercise::kindsOfMessages);
    steps.put("prefetch", exercise::prefetch);
    steps.put("redelivery", exercise::redelivery);
    steps.put("transactions", exercise::transactions);
    steps.put("temporary queue", exercise::temporaryQueue);
    steps.put("browse", exercise::browse);
    steps.put("pull", exercise::pull);
    steps.put("durable subscription", exercise::durableSubscription);
    steps.put("dead letter", exercise::deadLetter);
    steps.put("password", exercise::wrongPassword);
    steps.put("selector", exercise::wrongSelector);
    for (var step : steps.entrySet()) {
      try {
        step.getValue().run();
      } catch (Exception failure) {
        say(step.getKey(), failure.toString().split("\n")[0]);
      }
    }
    System.exit(0);
  }

  private ActiveMQConnection connect() throws JMSException {
    var connection = (ActiveMQConnection) factory.createConnection();
    connection.start();
    return connection;
  }

  private static void say(String exercise, Object outcome) {
    System.out.println(exercise + "=" + outcome);
  }

  private static String textOf(Message message) throws JMSException {
    if (message == null) return "nothing";
    if (message instanceof ObjectMessage object) return String.valueOf(object.getObject());
    return ((TextMessage) message).getText();
  }

  private static void send(Session session, Destination to, String... texts) throws JMSException {
    MessageProducer producer = session.createProducer(null);
    for (String text : texts) producer.send(to, session.createTextMessage(text));
    producer.close();
  }

  private static List<String> take(MessageConsumer consumer, int count) throws JMSException {
    var texts = new ArrayList<String>();
    for (int n = 0; n < count; n++) texts.add(textOf(consumer.receive(patience)));
    return texts;
  }

  private void virtualTopic() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    var one = session.createConsumer(session.createQueue("Consumer.one.VirtualTopic.java"));
    var two = session.createConsumer(session.createQueue("Consumer.two.VirtualTopic.java"));
    ObjectMessage message = session.createObjectMessage("é😀\u0000<x/>");
    message.setStringProperty("instanceName", "gs-1");
    message.setLongProperty("count", 1L << 40);
    session.createProducer(session.createTopic("VirtualTopic.java")).send(message);
    Message first = one.receive(patience);
    say("virtual topic", textOf(first).equals("é😀\u0000<x/>") && textOf(two.receive(patience)).equals(textOf(first)));
    say("properties", first.getStringProperty("instanceName") + " " + first.getLongProperty("count"));
    say("same id", first.getJMSMessageID().equals(message.getJMSMessageID()));
    connection.close();
  }

  private void kindsOfMessages() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue("java.kinds");
    MessageProducer producer = session.createProducer(queue);
    BytesMessage bytes = session.createBytesMessage();
    bytes.writeBytes(new byte[] {1, 2, 0});
    MapMessage map = session.createMapMessage();
    map.setInt("answer", 42);
    StreamMessage stream = session.createStreamMessage();
    stream.writeDouble(1.5);
    for (Message each : new Message[] {bytes, map, stream, session.createMessage()}) producer.send(each);
    MessageConsumer consumer = session.createConsumer(queue);
    long length = ((BytesMessage) consumer.receive(patience)).getBodyLength();
    int answer = ((MapMessage) consumer.receive(patience)).getInt("answer");
    double number = ((StreamMessage) consumer.receive(patience)).readDouble();
    say("kinds", length + " " + answer + " " + number + " " + (consumer.receive(patience) != null));
    connection.close();
  }

  private void prefetch() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, ActiveMQSession.INDIVIDUAL_ACKNOWLEDGE);
    send(session, session.createQueue("java.prefetch"), "1", "2", "3", "4");
    Queue few = session.createQueue("java.prefetch?consumer.prefetchSize=2");
    MessageConsumer consumer = session.createConsumer(few);
    var out = List.of(consumer.receive(patience), consumer.receive(patience));
    // The client asks for more as soon as it has handed out half of it.
    String beyond = textOf(consumer.receive(patience));
    out.get(1).acknowledge();
    say("prefetch", beyond + " " + textOf(consumer.receive(patience)));
    connection.close();
  }

  private void redelivery() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    Queue queue = session.createQueue("java.redelivery");
    send(session, queue, "again");
    session.createConsumer(queue).receive(patience);
    connection.close();
    connection = connect();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Message again = session.createConsumer(queue).receive(patience);
    say("redelivery", textOf(again) + " " + again.getJMSRedelivered() + " " + again.getIntProperty("JMSXDeliveryCount"));
    connection.close();
  }

  private void transactions() throws Exception {
    var connection = connect();
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    Session watching = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue from = session.createQueue("java.transaction.from");
    Queue to = session.createQueue("java.transaction.to");
    send(watching, from, "a", "b");
    MessageConsumer consumer = session.createConsumer(from);
    MessageConsumer arrived = watching.createConsumer(to);
    send(session, to, take(consumer, 1).get(0));
    session.rollback();
    String undone = textOf(arrived.receive(NOTHING));
    var both = take(consumer, 2);
    for (String each : both) send(session, to, each);
    session.commit();
    say("transactions", undone + " " + both + " " + take(arrived, 2));
    consumer.close();
    say("transactions left", textOf(watching.createConsumer(from).receive(NOTHING)));
    connection.close();
  }

  private void temporaryQueue() throws Exception {
    var asking = connect();
    var answering = connect();
    Session questions = asking.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Session answers = answering.createSession(false, Session.AUTO_ACKNOWLEDGE);
    TemporaryQueue replies = questions.createTemporaryQueue();
    MessageConsumer reply = questions.createConsumer(replies);
    TextMessage question = questions.createTextMessage("question");
    question.setJMSReplyTo(replies);
    question.setJMSCorrelationID("7");
    questions.createProducer(questions.createQueue("java.questions")).send(question);
    Message asked = answers.createConsumer(answers.createQueue("java.questions")).receive(patience);
    TextMessage answer = answers.createTextMessage("answer " + asked.getJMSCorrelationID());
    answers.createProducer(asked.getJMSReplyTo()).send(answer);
    say("temporary queue", textOf(reply.receive(patience)));
    reply.close();
    replies.delete();
    try {
      answers.createProducer(null).send(asked.getJMSReplyTo(), answer);
      say("temporary queue gone", "taken");
    } catch (InvalidDestinationException refused) {
      say("temporary queue gone", "refused");
    }
    asking.close();
    answering.close();
  }

  private void browse() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue("java.browse");
    String[] texts = new String[1200];
    for (int n = 0; n < texts.length; n++) texts[n] = String.valueOf(n);
    send(session, queue, texts);
    int seen = 0;
    for (Enumeration<?> each = session.createBrowser(queue).getEnumeration(); each.hasMoreElements(); seen++) each.nextElement();
    say("browse", seen + " " + take(session.createConsumer(queue), 1200).get(1199));
    connection.close();
  }

  private void pull() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(session.createQueue("java.pull?consumer.prefetchSize=0"));
    String now = textOf(consumer.receiveNoWait());
    String soon = textOf(consumer.receive(NOTHING));
    send(session, session.createQueue("java.pull"), "one", "two");
    say("pull", now + " " + soon + " " + textOf(consumer.receiveNoWait()) + " " + textOf(consumer.receive(patience)));
    connection.close();
  }

  private void durableSubscription() throws Exception {
    String late = "";
    for (int round = 0; round < 2; round++) {
      var connection = (ActiveMQConnection) factory.createConnection();
      connection.setClientID("java-durable");
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Topic topic = session.createTopic("java.durable");
      MessageConsumer subscriber = session.createDurableSubscriber(topic, "subscription");
      if (round == 1) late = textOf(subscriber.receive(patience));
      subscriber.close();
      if (round == 1) session.unsubscribe("subscription");
      else send(session, topic, "while away");
      connection.close();
    }
    say("durable subscription", late);
  }

  private void deadLetter() throws Exception {
    var connection = connect();
    connection.getRedeliveryPolicy().setMaximumRedeliveries(1);
    connection.getRedeliveryPolicy().setInitialRedeliveryDelay(0);
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    Queue queue = session.createQueue("java.poison");
    send(session, queue, "poison");
    session.commit();
    MessageConsumer consumer = session.createConsumer(queue);
    for (int n = 0; n < 2; n++) {
      consumer.receive(patience);
      session.rollback();
    }
    String left = textOf(consumer.receive(NOTHING));
    Session auto = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Message dead = auto.createConsumer(auto.createQueue(deadLetters)).receive(patience);
    say("dead letter", left + " " + textOf(dead) + " " + ((org.apache.activemq.command.ActiveMQMessage) dead).getOriginalDestination());
    connection.close();
  }

  private void wrongPassword() throws Exception {
    Connection stranger = factory.createConnection("somebody", "wrong");
    try {
      stranger.start();
      say("password", "let in");
    } catch (JMSSecurityException refused) {
      say("password", "refused");
    }
    stranger.close();
  }

  private void wrongSelector() throws Exception {
    var connection = connect();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      session.createConsumer(session.createQueue("java.selector"), "not ( a");
      say("selector", "taken");
    } catch (InvalidSelectorException refused) {
      say("selector", "refused");
    }
    connection.close();
  }
}
